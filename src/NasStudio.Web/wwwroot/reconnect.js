// After a lost connection: the framework tries to take up the old view again. Where that cannot succeed (the studio was
// restarted, or was away for long) the page is loaded anew as soon as the studio answers; its address restores the view.
(() => {
  let waiting = false;

  async function reloadWhenBack() {
    if (waiting) return;
    for (waiting = true; ; await new Promise(done => setTimeout(done, 2000))) {
      const answer = await fetch('healthz', { cache: 'no-store' }).catch(() => null);
      if (answer?.ok) return location.reload();
    }
  }

  const notice = document.getElementById('components-reconnect-modal');
  new MutationObserver(() => {
    if (/components-reconnect-(failed|rejected)/.test(notice.className)) reloadWhenBack();
  }).observe(notice, { attributeFilter: ['class'] });
})();
