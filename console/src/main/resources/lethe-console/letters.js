/** What services could not process, by topic and reason and one by one, the newest first; and another try for it. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {button, cell, find, row} from './element.js';
import {moment, number, say} from './words.js';

const BETWEEN_LOOKS = 10000;

let pages = [];
let failed = false;
let mayReplay = false;
let timer;
let chosen;

const nameOf = ({position, service, topic, reason}) => position ?? `${service}, ${topic}, ${reason}`;

const choose = (asked) => {
  chosen = asked;
  find('#replay-title').textContent = say('replayTitle', {what: nameOf(asked)});
  find('#replay-error').textContent = '';
  find('#replay-reference').value = '';
  find('#replay').showModal();
};

const act = (replayable, word, asked) =>
  !replayable ? cell(say('elsewhere')) : cell(...(mayReplay ? [button(say(word), () => choose(asked), `${say(word)}: ${nameOf(asked)}`)] : []));

const kindRow = ({service, topic, reason, count, replayable}) =>
  row(topic, reason, service, number(count), act(replayable, 'replayAll', {service, topic, reason}));

const letterRow = ({position, service, reason, detail, failedAt, replayable}) =>
  row(position, moment(failedAt), reason, service, detail, act(replayable, 'replay', {position}));

export const draw = () => {
  const letters = pages.flatMap((page) => page.letters);
  find('#letter-kinds').hidden = !letters.length;
  find('#letters').hidden = !letters.length;
  find('#letter-kinds tbody').replaceChildren(...(pages[0]?.kinds ?? []).map(kindRow));
  find('#letters tbody').replaceChildren(...letters.map(letterRow));
  find('#letters-state').textContent = failed ? say('unreachable') : !pages.length ? say('loading') : letters.length ? '' : say('noLetters');
  find('#letters-more').hidden = !pages.at(-1)?.next;
  find('#letters-older').hidden = !pages.length || pages[0].complete || !!pages.at(-1).next;
};

const page = async (after) => {
  const answer = await ask(`/api/dead-letters${after ? `?after=${encodeURIComponent(after)}` : ''}`);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return answer.json();
};

/** The newest page anew, unless somebody reads further down. */
const refresh = async () => {
  clearTimeout(timer);
  try {
    if (pages.length < 2) {
      pages = [await page()];
    }
    failed = false;
  } catch {
    failed = true;
  }
  if (!find('#view-letters').hidden) {
    // Whoever is about to press a button keeps it.
    if (!find('#view-letters').contains(document.activeElement)) {
      draw();
    }
    timer = setTimeout(refresh, BETWEEN_LOOKS);
  }
};

/** @param may whether whoever looks may replay */
export const show = (may) => {
  mayReplay = may;
  pages = [];
  find('#letters-done').textContent = '';
  draw();
  refresh();
};

export const forget = () => {
  clearTimeout(timer);
  pages = [];
};

find('#letters-more').addEventListener('click', async () => {
  try {
    pages.push(await page(pages.at(-1).next));
  } catch {
    failed = true;
  }
  draw();
});

find('#replay-cancel').addEventListener('click', () => find('#replay').close());

find('#replay form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const error = find('#replay-error');
  const go = find('#replay-go');
  error.textContent = '';
  go.disabled = true;
  try {
    const reference = find('#replay-reference').value.trim();
    const answer = await ask('/api/replays', {method: 'POST', body: {...chosen, ...(reference && {reference})}});
    if (answer.ok) {
      find('#replay').close();
      find('#letters-done').textContent = say('replayDone', {what: nameOf(chosen), ...(await answer.json())});
      find('#main').focus();
    } else {
      error.textContent = await wrong(answer);
    }
  } catch {
    error.textContent = say('unreachable');
  }
  go.disabled = false;
});
