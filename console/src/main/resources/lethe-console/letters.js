/** What services could not process, by topic and reason and one by one, the newest first; and another try for it. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {button, cell, find, row} from './element.js';
import {list} from './list.js';
import {moment, number, say} from './words.js';

let mayReplay = false;
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
  const pages = letters.pages();
  const all = pages.flatMap((page) => page.letters);
  find('#letter-kinds').hidden = !all.length;
  find('#letters').hidden = !all.length;
  find('#letter-kinds tbody').replaceChildren(...(pages[0]?.kinds ?? []).map(kindRow));
  find('#letters tbody').replaceChildren(...all.map(letterRow));
  find('#letters-state').textContent = letters.says(all, 'noLetters');
  find('#letters-older').hidden = !pages.length || pages[0].complete || !!pages.at(-1).next;
};

const letters = list({view: 'letters', path: '/api/dead-letters', draw, within: '#view-letters', whole: false});

export const {forget} = letters;

/** @param may whether whoever looks may replay */
export const show = (may) => {
  mayReplay = may;
  forget();
  find('#letters-done').textContent = '';
  letters.show();
};

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
