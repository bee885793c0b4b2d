// Blazor's script scrolls to the top after every navigation, also after one that only notes in the address what an experiment's
// page shows (the selected trial, a motif): there the reader stays where he is.
(() => {
  const scrollTo = window.scrollTo.bind(window);
  let path = location.pathname;
  const note = () => { path = location.pathname; };
  addEventListener('popstate', note);
  window.scrollTo = (...place) => {
    const stays = path === location.pathname && path.includes('/experiments/') && place[0] === 0 && place[1] === 0;
    note();
    if (!stays) scrollTo(...place);
  };
})();
