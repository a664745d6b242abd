// A grey number of the digest leads into a closed list: open it.
(() => {
  const open = () => {
    const at = document.getElementById(decodeURIComponent(location.hash.slice(1))), box = at && at.closest("details");
    if (box && !box.open) {
      box.open = true;
      at.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
})();
