// A claim's address works on the first page, too: index.html#darrow.fbss_6m opens its card.
(() => {
  const pages = JSON.parse(document.getElementById("pages").textContent);
  const open = () => {
    const page = pages[decodeURIComponent(location.hash.slice(1)).split(".")[0]];
    if (page && location.hash.includes(".")) location.replace(page + location.hash);
  };
  addEventListener("hashchange", open);
  open();
})();
