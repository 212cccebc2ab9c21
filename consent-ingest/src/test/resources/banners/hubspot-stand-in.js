// HubSpot's banner with categories, as its documentation describes it to developers: commands by _hsp.push, before and after it is there;
// listeners are told what is kept at load, and of every change; the choice is kept in a cookie, 1 analytics, 2 advertisement, 3 functionality.
(() => {
  const listeners = [];
  const kept = () => {
    const found = /__hs_cookie_cat_pref=([^;]*)/.exec(document.cookie);
    if (!found) {
      return undefined;
    }
    const [analytics, advertisement, functionality] = found[1].split(',').map((part) => part.endsWith('true'));
    return {
      allowed: analytics && advertisement && functionality,
      categories: {necessary: true, analytics, advertisement, functionality},
    };
  };
  const choose = (analytics, advertisement, functionality) => {
    document.cookie = `__hs_cookie_cat_pref=1:${analytics},2:${advertisement},3:${functionality}; path=/; max-age=15465600`;
    banner.hidden = true;
    listeners.forEach((listener) => listener(kept()));
  };
  const banner = document.createElement('div');
  banner.id = 'hs-eu-cookie-confirmation';
  banner.hidden = !!kept();
  const button = (id, text, act) => {
    const made = document.createElement('button');
    made.id = id;
    made.textContent = text;
    made.onclick = act;
    banner.append(made);
  };
  button('hs-eu-confirmation-button', 'Accept all', () => choose(true, true, true));
  button('hs-eu-decline-button', 'Decline all', () => choose(false, false, false));
  button('hs-modal-save-settings', 'Analytics only', () => choose(true, false, false));
  document.body.append(banner);
  const commands = {
    addPrivacyConsentListener(listener) {
      listeners.push(listener);
      if (kept()) {
        listener(kept());
      }
    },
    revokeCookieConsent() {
      document.cookie = '__hs_cookie_cat_pref=; path=/; max-age=0';
    },
    showBanner() {
      banner.hidden = false;
    },
  };
  const before = window._hsp || [];
  window._hsp = {push: ([name, ...rest]) => commands[name](...rest)};
  before.forEach((call) => window._hsp.push(call));
})();
