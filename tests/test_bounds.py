"""Estimates and the intervals that texts tell of them: every notation in a sound and a falsified form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbss_analysis.bounds.figures import read_figures
from fbss_analysis.bounds.reading import find_limits
from fbss_analysis.pipeline import audit_document
from fbss_analysis.schema import Document, Verdict

# {e} is the estimate, {l} and {h} are the bounds; in each form e lies between them or not.
FORMS = [
    "MD {e} points higher in men ({l} to {h}); 9 trials.",
    "Of the carriers more fell ill; the hazard ratio shrank but was {e}, and its interval ({l}–{h}) did not reach one.",
    "The mean was {e}. The 95% confidence interval is wider than we had hoped: it starts at {l} and ends at {h}.",
    "The odds ratio was {e} (95% CI {l}-{h}).",
    "The odds ratio was {e} (95%CI: {l}–{h}; p = 0.02).",
    "The odds ratio was {e} (95% CI, {l} to {h}; P < .01; n = 84).",
    "Odds ratio {e} [95% confidence interval {l}, {h}].",
    "OR {e}, 95 % CI [{l}; {h}], I2 = 12%.",
    "OR = {e}; CI95%: {l}-{h}.",
    "OR = {e} (CI 95% {l}-{h})",
    "OR = {e} (CI95 {l}–{h})",
    "aOR {e} (99% CI: {l} — {h})",
    "The hazard ratio ({e}; 90% C.I. {l}–{h}) pointed the same way.",
    "HR {e} ({l}–{h}), 95% CI in brackets, for smokers.",
    "HR {e} ({l}–{h}; 95% CI).",
    "HR {e} ({l} to {h}).",
    "HR {e} [{l}, {h}]",
    "HR (95% CI) {e} ({l}–{h}) in men.",
    "HR (95% CI): {e} [{l}, {h}].",
    "The pooled odds ratio of {e} had a 95% credible interval of {l} to {h}.",
    "The posterior median was {e} (95% CrI {l} to {h}).",
    "The posterior mean was {e} (95% HDI [{l}, {h}]).",
    "The rate was {e} per 1000 person-years (95% UI {l}–{h}).",
    "The rate was {e} per 100,000 (95% uncertainty interval {l} to {h}) in 2015.",
    "Kappa came to {e}, with 95% limits of {l} and {h}.",
    "Kappa came to {e}, with confidence limits from {l} to {h}.",
    "Kappa came to {e} with a lower limit of {l} and an upper limit of {h} (95% confidence).",
    "Kappa came to {e} (lower 95% confidence limit {l}, upper 95% confidence limit {h}).",
    "Kappa came to {e}; the lower and upper bounds of the 95% interval were {l} and {h}.",
    "The difference was {e} mm; its 95% confidence interval extended from {l} mm to {h} mm.",
    "The difference was {e} points. The 95% confidence interval was {l} to {h} points.",
    "Recovery took longer. The difference was {e} days. Nobody died. The 95% CI ranged from {l} to {h} days.",
    "The difference was {e} (with 95% confidence between {l} and {h}) after a year.",
    "Between {l} and {h} is the 95% confidence interval of the estimate of {e}.",
    "The 95% confidence interval around the mean of {e} ran from {l} to {h}.",
    "The 95% confidence interval for the mean difference of {e} points was {l} to {h}.",
    "With a 95% confidence interval of {l} to {h}, the odds ratio for smokers was {e}.",
    "We can be 95% sure that the true value, which we put at {e}, lies between {l} and {h}.",
    "Our best guess is {e}. The true figure could be anywhere from {l} to {h}.",
    "The mean was {e}, and with 95% certainty it lies between {l} and {h}.",
    "Bootstrapping gave {e} (bias-corrected 95% bootstrap interval {l} to {h}; 2,000 resamples).",
    "Ninety-five per cent confidence limits for the ratio of {e} were {l} and {h}.",
    "Estimate {e}, ninety-five per cent confidence interval {l} to {h}.",
    "Estimate: {e}\n95% CI: {l} to {h}",
    "A wide interval ({l} to {h}) surrounded the odds ratio of {e}, as there were few events.",
    "Mean age was {e} years (95% CI {l} to {h}).",
    "Smoking, OR {e} with limits of {l} and {h}, was looked at as well.",
    "The interval around the pooled effect ran from {l} to {h} and the estimate was {e} on the 0-10 scale.",
    "Findings (change, 95% CI):\n- stiffness: {e} ({l} to {h})\n- swelling: 1.90 (1.20 to 2.60)",
    "Estimate: {e}\n95% confidence interval: [{l}, {h}]\nPatients: 120",
    "Estimate\t{e}\nLower limit (95%)\t{l}\nUpper limit (95%)\t{h}",
    "| Factor | OR | 95% CI |\n|---|---|---|\n| Age over 60 | {e} | {l}–{h} |\n| Sex | 1.02 | 0.81–1.30 |",
    "| Factor | OR (95% CI) | P |\n| Smoking | {e} ({l} to {h}) | 0.04 |",
    "Factor\tOR\tLower\tUpper\nSmoking\t{e}\t{l}\t{h}",
    "Factor\tn\tOR\t95% CI lower\t95% CI upper\tP\nSmoking\t120\t{e}\t{l}\t{h}\t0.03",
    "Factor   OR   95% CI\nSmoking   {e}   {l}-{h}",
    "• Odds ratio for smoking: {e} (95% CI {l}–{h})\n• Age: 61 years",
    "Smoking was a risk factor in the 24 studies (RR {e}, 95% CI {l}–{h}, 24 studies, 5012 patients).",
    "Smokers (n = 52) fared worse than others (n = 68): RR {e} (95% CI {l} to {h}).",
    "A ratio of {e} with its 95% interval, {l} to {h}, was found.",
    "The gain is put at {e}, with {l} and {h} as the ends of the 95% confidence interval.",
    "The ratio is {e}. Its 95% CI, from the 2 × 2 table of the first reader, extends from {l} up to {h}.",
    "The ratio is {e}; the 95 per cent confidence limits are {l} (lower) and {h} (upper).",
    "On average {e} points were gained. Anything from {l} to {h} points would fit (95% confidence interval).",
    "Revision risk ({e}%; 95% CI lower bound {l}%, upper bound {h}%) rose.",
    "The surgeon's estimate was {e}%, with a 95% interval whose lower end was {l}% and whose upper end was {h}%.",
    "Prevalence (95% CI): {e}% ({l}%–{h}%)",
    "Prevalence, % (95% CI) | {e} ({l}, {h})",
    "Outcome; estimate; 95% CI\nPain-free at one year; {e}%; {l}% to {h}%",
    "Point estimate {e}; lower confidence limit {l}; upper confidence limit {h}.",
    "LCL {l}, UCL {h}, point estimate {e}.",
    "Mean VAS reduction: {e} mm\n  95% CI: {l} mm – {h} mm",
    "The number needed to treat was {e} (95% CI {l} to {h}).",
    '"It came out at {e}," said the statistician, "and the confidence interval was {l} to {h}."',
    "A letter in the same issue gives the ratio as {e} and its confidence interval as {l} to {h}.",
    "The adjusted ratio stood at {e} [{l} - {h}] in the register.",
    "The interval estimate for the difference, {l} to {h} (95%), is centred on {e}.",
    "Cohen's d = {e}, 95% CI [{l}, {h}], in a sample of 212.",
    "b = {e}, SE = 0.21, t(118) = 2.31, p = .022, 95% CI [{l}, {h}]",
    "β = {e} (SE 0.3; 95% CI {l} to {h})",
    "Women: {e} (95% CI {l} to {h}); men: 1.20 (95% CI 0.90 to 1.60).",
    "Men: 1.20 (95% CI 0.90 to 1.60); women: {e} (95% CI {l} to {h}).",
    "The hazard ratios were 1.20 (95% CI 0.90–1.60) at one year and {e} ({l}–{h}) at five.",
    "Survival without revision at 10 years was {e}% ({l} to {h}; 95% confidence limits).",
    "The model yields {e} QALYs; the probabilistic analysis puts the 95% range at {l} to {h}.",
    "Incremental cost: £{e} (95% CI £{l} to £{h}).",
    "Incremental cost was USD {e} (95% CI USD {l} to USD {h}).",
    "Costs rose by {e} euros (95% CI: {l} euros to {h} euros).",
    "The correlation was r={e} (95%CI={l} to {h}).",
    "The mean difference of {e} minutes (CI95% [{l}; {h}]) was in favour of day surgery.",
    "The plausible range runs from {l} to {h} around a central estimate of {e} (95% credibility).",
    "In the Bayesian model the median was {e}; 95% of the posterior lies between {l} and {h}.",
    "With 95% probability the true difference lies between {l} and {h}; the observed one was {e}.",
    "The standardised mortality ratio, {e}, had confidence limits ({l}, {h}) that...",
    "Risk ratio {e}\nLower limit of the 95% CI {l}\nUpper limit of the 95% CI {h}",
    "Smokers did worse. RR: {e}. CI: {l}–{h}.",
    "Sensitivity and specificity were {e}% (95% CI {l}–{h}%) and 91.0% (88.2–93.5%).",
    "Group A scored 41.2 (95% CI 39.1 to 43.3) and group B {e} (95% CI {l} to {h}).",
    "The rate ratio ({e}, {l} to {h}) did not change.",
    "The effect ({e}, 95% CI {l} to {h}) was small; 12 of the 84 patients dropped out.",
    "Twelve-month relapse: {e} per 100 (95% CI {l} to {h} per 100).",
    "The diagnostic odds ratio equalled {e}, the corresponding 95% CI spanning {l} to {h}.",
    "Time to return to work: median {e} weeks, 95% CI {l}–{h} weeks.",
    "The area under the curve was {e}, with its 95% confidence interval stretching from a low of {l} to a high of {h}.",
    "Fixed-effect estimate {e}, CI ({l}, {h}); random-effects estimate 1.10, CI (0.70, 1.73).",
    "The confidence interval was wide: {l} to {h} for an estimate of {e}.",
    "Though the interval ({l} to {h}) was wide, the estimate of {e} is the best available (95% confidence).",
    "No fewer than {l}% and no more than {h}% (95% confidence limits), with {e}% as the best estimate.",
    "The response rate was {e}% ± 4.1 percentage points, that is {l}% to {h}%, at the 95% level.",
    "{e}% (95% CI, {l}%-{h}%) of the surgeons agreed.",
    "Agreement, κ: {e} [95% CI {l}; {h}]",
    "Our estimate of {e}% may be off: the 95% confidence interval reaches down to {l}% and up to {h}%.",
    "| Estimate | 95% CI |\n|:--|:--|\n| {e} | {l}; {h} |",
    "Parameter | Value\nHazard ratio | {e}\n95% CI | {l} to {h}",
    "Parameter: hazard ratio\nValue: {e}\n95% CI low: {l}\n95% CI high: {h}",
    "Hazard ratio (HR) {e}. 95% CI {l} to {h}. P 0.04.",
    "Model | HR | 95% CI | P\nCrude | {e} | {l}–{h} | 0.04\nAdjusted | 1.10 | 0.70–1.73 | 0.68",
    "Intérêt: OR {e} (IC 95% {l}–{h}).",
    "The slope was {e} (95% compatibility interval {l} to {h}).",
    "AUC {e}, 95% confidence band {l} through {h}.",
    "The ratio, {e} (95% prediction interval: {l}, {h}), varied.",
]
PERCENT_FORMS = [
    "The pooled rate was {e}% ({l}%–{h}%).",
    "The pooled rate was {e}% (95% CI {l}% to {h}%).",
    "The pooled rate was {e}% (95% CI {l} to {h}).",
    "The pooled rate was {e} per cent (95 per cent confidence interval {l} to {h} per cent).",
    "Support stood at {e}% (margin of error: from {l}% to {h}%).",
    "Support stood at {e}%; given sampling error, the true share lies between {l}% and {h}%.",
    "Of 640 people, {e}% (95% CI: {l}; {h}) agreed, as did 12 of their doctors.",
    "Sensitivity, {e}% [{l}–{h}%]; readers, 2.",
    "After 24 months {e}% were free of pain (95% confidence interval, {l}%, {h}%).",
]
TRIPLES = [("2.45", "1.31", "3.78"), ("0.64", "0.41", "0.93"), ("12.7", "8.3", "17.1")]
PERCENTS = [("24.8", "18.2", "31.4"), ("55", "48", "62")]


def verdicts(text: str) -> set[Verdict]:
    findings = audit_document(Document("page", text)).findings
    return {finding.verdict for finding in findings if finding.check == "membership"}


CASES = [(form, triple) for form in FORMS for triple in TRIPLES]
CASES += [(form, triple) for form in PERCENT_FORMS for triple in PERCENTS]


@pytest.mark.parametrize(("form", "triple"), CASES)
def test_an_estimate_in_its_interval_is_told_from_one_outside(form, triple):
    estimate, low, high = triple
    assert verdicts(form.format(e=estimate, l=low, h=high)) == {Verdict.CONSISTENT}
    beyond = str(float(high) + float(high) - float(low))[: len(high)]
    assert Verdict.INCONSISTENT in verdicts(form.format(e=beyond, l=low, h=high))
    assert Verdict.INCONSISTENT in verdicts(form.format(e=estimate, l=low, h=low[:-1] + "0"))


SILENT = [
    "Union was seen in 100% (6/6, 95% confidence interval 61–100) and 95% (21 of 22; 95% CI 78 to 99) of the arms.",
    "Union was seen in 86% (19 out of 22, 95% CI 67–95) of the third arm.",
    "It was higher with the drug [hazard ratio (HR); 95% CI 1.9; 1.2, 3.1; p = 0.011].",
    "The 99% confidence interval was 1.36, 1.36 and 0.60 for the three axes.",
    "A loss of -1.15 kg (CI 95% -2.11 to 0.19) was seen.",
    "BMI (kg/m 2 ) 34.6 (33.2 to 36.1; 95% CI)",
    "Pain fell by 1.7 points (95% CI -2.3 to -1.1).",
    "Pain was 1.2 points lower (95% CI 2.3 lower to 0.4 higher).",
    "Odds ratios were 1.5 and 2.5 (95% CI 1.2 to 1.9 and 1.6 to 3.5).",
    "The scores were 34.2 in one group and 41.3 in the other (95% CI 2.1 to 12.1).",
    "Scores of 12.3 vs 8.1 (95% CI 2.2 to 6.2) were seen.",
    "Pain fell by 43% (95% CI 0.40 to 0.81).",
    "The proportion was 0.45 (95% CI 41.2% to 48.9%).",
    "The mean was about 20 (95% CI 21 to 30).",
    "The mean age was 45.2 (SD 8.1) years and stay was longer (P < 0.001; 95% CI 2.1 to 8.5).",
    "The margin of non-inferiority was 5.0 points, and the 95% CI lay within the margin of 6.0 to 8.0.",
    "The dosing interval was 8.0 hours, between 6.0 and 7.0 in children.",
    "The recovery time was 12 days, and 95% of patients went home after 3 to 5 days.",
    "Calcium was 2.8 mmol/L (2.1-2.6).",
    "The change was 3.71 (95% CI 0.89-8.44) and 2.10 (0.90-3.40) later.",
    "The mean was 5.1 ± 1.2 (range 2 to 9).",
    "Infection came in 12 of 646 (12/646).",
    "Complications were rare [3, 4]. The ratio was 2.0 (95% CI 1.1 to 3.2) [12, 15].",
    "At low frequency (500 Hz), noise was mean (95% CI) 3.0 (0.3 to 5.7) dB less.",
    "Of every 100 people 50 improved; the true number is likely from 41 to 59 in every 100.",
    "A sample of 461 men gave importance and confidence on scales ranging from 1 to 10.",
    "The range was from 2.0 to 3.0, and the mean was 4.5.",
    "Quit, n (%)21 (10)27 (12.4)36 (15.3) OR (97.5 % CI)REF1.28 (0.67–2.43)1.62 (0.87–3.01)",
    "Those who stayed lost 1.85 kg (F\n1,17=10.80, P = .004, CI 0.66-3.03).",
    "Levels were 8-fold higher than the 50% inhibitory concentration (IC50) of the virus [6], as others saw [5,9-12].",
    "Two differ by 20%. The drugs are alike if 90% confidence intervals (CI) of the ratios are between 80% and 125%.",
    "The ratios were within 20%. Confidence intervals were within 80% to 125% for both.",
    "They lost weight (M difference −2.0 Kg. 95% CI: −3.3 to −0.7) and ate more fibre (M difference = 5.7 g/day).",
    "It fell from 9.1% to 7.3% (95% CI 1.4 to 2), and increased to 8.1% (SD 1.3) later (95% CI −1.1 to −0.5).",
    "Relief came in 45% and 54.5%, respectively (95% confidence interval, -21.4 to 2.5%).",
    "The drug reduced pain at 24 hours by 5/100 mm on a line (95% CI 4 to 7; 19 trials, 19% lower).",
    "Table: Incidence Relative Risk 95% CI Relative Risk 95% CI 0–7 d 512 548 1.59 269 73 0.27 5.85 4.58–7.47",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_misfit_where_some_reading_agrees_or_no_interval_is_told(text):
    assert Verdict.INCONSISTENT not in verdicts(text)


BINDINGS = [
    (
        "In the young the hazard ratio was 1.90 (1.31–2.76); in the old it was 1.80 (0.79–1.48).",
        [("1.90", True), ("1.80", False)],
    ),
    ("OR 2.1 (95% CI 1.2-3.4) and HR 0.8 (0.9-1.6).", [("2.1", True), ("0.8", False)]),
    ("Ratios of 1.5 and 2.5 (95% CI 1.2 to 1.9 and 2.6 to 3.5).", [("1.5", True), ("2.5", False)]),
    ("Age 61 years, n = 40, MD 2.1 (t = 3.1; 95% CI 1.6 to 1.9).", [("2.1", False)]),
    ("In 3 trials SMD −0.34 (95% confidence interval (CI) −0.53 to −0.16).", [("−0.34", True)]),
    ("Costs were $12,500 (95% CI $13,100 to $14,900) in 2010.", [("$12,500", False)]),
]


@pytest.mark.parametrize(("text", "expected"), BINDINGS)
def test_each_interval_goes_to_its_estimate(text, expected):
    assert [(found.estimate.text, found.agrees) for found in find_limits(Document("page", text))] == expected


@settings(max_examples=100, deadline=None, derandomize=True)
@given(low=st.integers(-400, 400), width=st.integers(2, 300), share=st.floats(0, 1))
def test_signs_and_dashes_are_read_apart(low, width, share):
    bounds = [low / 10, (low + width) / 10]
    estimate = round(bounds[0] + share * (bounds[1] - bounds[0]), 1)
    text = f"The change was {estimate:.1f} (95% CI {bounds[0]:.1f}-{bounds[1]:.1f})."
    assert [float(f.value) for f in read_figures(text)] == [estimate, 95, *bounds]
    assert verdicts(text) == {Verdict.CONSISTENT}
