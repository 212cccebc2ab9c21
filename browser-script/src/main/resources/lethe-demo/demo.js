'use strict';
// What a site writes itself: the banner is its own, and each form says what it is. The script may come later than this.
window.lethe = window.lethe || function () { (window.lethe.q = window.lethe.q || []).push(arguments); };

const byId = (id) => document.getElementById(id);
const banner = byId('banner');
const boxes = [...byId('choices').querySelectorAll('input')];
let cameFrom;

const show = (reason) => {
  cameFrom = document.activeElement;
  byId('banner-reason').textContent = {
    expired: 'The time of your last choice is over.',
    changed: 'What you agreed to has changed.',
  }[reason] || '';
  banner.hidden = false;
  byId('banner-title').focus();
};

const decide = (method, isGranted) => {
  const choices = boxes.map((box) => {
    const was = box.dataset.was === 'granted';
    return {purpose: box.name, decision: isGranted(box) ? 'granted' : was ? 'withdrawn' : 'refused'};
  });
  lethe('consent', {choices, method});
  banner.hidden = true;
  (cameFrom && cameFrom !== document.body ? cameFrom : byId('reopen')).focus();
};

byId('accept-all').onclick = () => decide('accept-all', () => true);
byId('reject-all').onclick = () => decide('reject-all', () => false);
byId('choices').onsubmit = (event) => {
  event.preventDefault();
  decide('save', (box) => box.checked);
};
byId('reopen').onclick = () => show();
byId('forget').onclick = () => lethe('forget');

lethe('onask', show);
lethe('onchange', (granted) => {
  boxes.forEach((box) => {
    box.checked = granted[box.name] === true;
    box.dataset.was = box.checked ? 'granted' : '';
  });
  const yes = Object.keys(granted).filter((purpose) => granted[purpose]);
  byId('state').textContent = yes.length
    ? `You agreed to: ${yes.join(', ')}.`
    : Object.keys(granted).length ? 'You agreed to nothing.' : 'Nothing was decided yet.';
});

document.querySelectorAll('form[data-kind]').forEach((form) => {
  form.onsubmit = (event) => {
    event.preventDefault();
    const {kind, categories, agree} = form.dataset;
    const field = form.elements.email || form.elements.customerId;
    const subject = {[field.name]: field.value};
    const status = form.querySelector('[role="status"]');
    status.textContent = 'Kept, and on its way …';
    if (agree) {
      lethe('consent', {
        subject,
        choices: [{purpose: agree, decision: 'granted'}],
        noticeId: `${kind}-1`,
      });
    }
    lethe('interaction', {kind, subject, dataCategories: categories.split(' ')}, (outcome) => {
      status.textContent = outcome === 'accepted' ? 'Thank you, it has arrived.' : 'It was refused; the console says why.';
    });
    form.reset();
  };
});
