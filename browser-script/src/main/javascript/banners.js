/**
 * The banners that people already have: how each tells what somebody chose, and how it is made to ask again. `report` gets, for each
 * category that the banner has, whether it was accepted.
 */

/** Runs it as soon as the other script is there; after a minute it will not come any more. */
const once = (isThere, run, looks = 300) => {
  if (isThere()) {
    run();
  } else if (looks) {
    setTimeout(once, 200, isThere, run, looks - 1);
  }
};

/**
 * Of services that are in categories: a category is accepted where all of its services are, and has no answer where one is undecided.
 * @param isAccepted of a service, and its number; undefined where it is undecided
 */
const byCategory = (services, isAccepted, categoriesOf = (service) => [service]) => {
  const answers = {};
  services.forEach((service, i) =>
    categoriesOf(service).forEach((category) => {
      const accepted = isAccepted(service, i);
      const others = answers[category];
      answers[category] =
        category in answers && [accepted, others].includes(undefined) ? undefined : others !== false && accepted;
    })
  );
  return answers;
};

const HUBSPOT = ['analytics', 'advertisement', 'functionality'];
const hubspot = () => (window._hsp = window._hsp || []);
const hubspotCookie = () => /__hs_cookie_cat_pref=([^;]*)/.exec(document.cookie);

/** Whichever of the domains above the page it was set for. */
const expire = (cookie) => {
  const labels = location.hostname.split('.');
  ['', ...labels.map((_, i) => `;domain=${labels.slice(i).join('.')}`)].forEach((domain) => {
    document.cookie = `${cookie}=;path=/;max-age=0${domain}`;
  });
};

/** By ourselves as well: where their script comes late, or not at all, the next page would find the old choice again. */
const forgetHubspot = () => {
  hubspot().push(['revokeCookieConsent']);
  expire('__hs_cookie_cat_pref');
};

const forgetTarteaucitron = () => {
  const {job, parameters, state} = window.tarteaucitron || {};
  if (state) {
    // Its own way to purge cookies leaves its own.
    expire(parameters.cookieName);
    job.forEach((key) => (state[key] = undefined));
  }
};

const forgetKlaro = () => window.klaro && window.klaroConfig && window.klaro.getManager().resetConsents();

export const banners = {
  hubspot: {
    listen(report) {
      const kept = hubspotCookie();
      if (kept) {
        // 1:true,2:false,3:true, in the order above; the comma is an underscore in places.
        // Not decoded: any page of the domain may have put something there that cannot be.
        const words = kept[1].match(/true|false/g) || [];
        report(byCategory(HUBSPOT, (category, i) => words[i] && words[i] === 'true'), {found: true});
      }
      hubspot().push([
        'addPrivacyConsentListener',
        ({allowed, categories}) => {
          // It also says "allowed" where nobody was asked, which is no consent.
          if (!allowed || /__hs_(cookie_cat_pref|initial_opt_in)=/.test(document.cookie)) {
            report(byCategory(HUBSPOT, (category) => !!(categories || {[category]: allowed})[category]));
          }
        },
      ]);
    },
    ask() {
      // One call each: theirs is no array any more.
      forgetHubspot();
      hubspot().push(['showBanner']);
    },
    forget: forgetHubspot,
  },

  /** orestbida, version 3. */
  cookieconsent: {
    listen(report) {
      // Of the categories it has, the cookie names those of which something was accepted, and what that is of each.
      const tell = ({detail: {cookie: {categories, services}}}) => {
        const config = window.CookieConsent.getConfig('categories');
        report(
          byCategory(
            Object.keys(services || config),
            (category) =>
              categories.includes(category) &&
              Object.keys((config[category] || {}).services || {}).every((one) => services[category].includes(one))
          )
        );
      };
      addEventListener('cc:onFirstConsent', tell);
      addEventListener('cc:onChange', tell);
    },
    ask() {
      once(
        () => window.CookieConsent && window.CookieConsent.getConfig().categories,
        () => {
          const {CookieConsent} = window;
          const config = CookieConsent.getConfig();
          CookieConsent.reset(true);
          CookieConsent.run(config);
        }
      );
    },
    forget() {
      window.CookieConsent && window.CookieConsent.reset(true);
    },
  },

  tarteaucitron: {
    listen(report) {
      let timer;
      // One event for each service, one after the other; older versions only tell that something was closed.
      const look = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          const {job, services, state} = window.tarteaucitron;
          report(byCategory(job, (key) => state[key], (key) => [key, services[key].type]));
        });
      };
      document.addEventListener('tac.consent_updated', look);
      addEventListener('tac.close_alert', look);
      addEventListener('tac.close_panel', look);
    },
    ask() {
      once(
        () => document.getElementById('tarteaucitronRoot'),
        () => {
          forgetTarteaucitron();
          window.tarteaucitron.userInterface.openAlert();
        }
      );
    },
    forget: forgetTarteaucitron,
  },

  klaro: {
    listen(report) {
      once(
        () => window.klaro && window.klaroConfig,
        () =>
          window.klaro.getManager().watch({
            update(manager, name, data) {
              if (name === 'saveConsents') {
                report(
                  byCategory(
                    manager.config.services,
                    ({name}) => !!data.consents[name],
                    ({name, purposes}) => [name, ...(purposes || [])]
                  )
                );
              }
            },
          })
      );
    },
    ask() {
      once(
        () => window.klaro && window.klaroConfig,
        () => {
          forgetKlaro();
          window.klaro.show();
        }
      );
    },
    forget: forgetKlaro,
  },

  /** Any platform that speaks the IAB's API: only what a person has just done counts, and the server reads the string. */
  tcf: {
    listen(report) {
      once(
        () => window.__tcfapi,
        () =>
          window.__tcfapi('addEventListener', 2, (data, success) => {
            if (success && data.eventStatus === 'useractioncomplete') {
              // A purpose of ours may hang on vendors too, as the server's table says.
              const answers = {...data.purpose.consents};
              Object.entries((data.vendor || {}).consents || {}).forEach(([id, agreed]) => (answers[`vendor-${id}`] = agreed));
              report(answers, {tcString: data.tcString});
            }
          })
      );
    },
    ask() {},
    forget() {},
  },
};
