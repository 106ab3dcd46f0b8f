// Sets the theme before the first paint; a file of its own, as inline scripts are refused.
(() => {
  const stored = localStorage.getItem("yingda.theme");
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = stored === "light" || stored === "dark" ? stored : dark ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
})();
