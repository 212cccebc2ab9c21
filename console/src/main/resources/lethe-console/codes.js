/** A one-time code that proves who makes a request: sent to the address that it was made with, and noted once they have read it out. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {button, find} from './element.js';
import {isWord, moment, say} from './words.js';

const UNPROVEN = 'identity-to-be-proven';

/** Rights that are for some purposes alone, which the proof has to name as the request did. */
const FOR_PURPOSES = ['objection', 'consent-withdrawal'];

let chosen;
let isBusy = false;

/** What there is to say of the code that was sent last. */
export const codeOf = ({code}) => (code ? say('codeSentBefore', {time: moment(code.validUntil), left: code.triesLeft}) : '');

const inWords = async (answer) => {
  const {type = ''} = await answer.clone().json().catch(() => ({}));
  const word = `code:${type.split(':').at(-1)}`;
  return isWord(word) ? say(word) : wrong(answer);
};

/** One after the other; an answer that comes when somebody has gone on to another request is not theirs. */
const post = async (path, body, done) => {
  const mine = chosen;
  const error = find('#code-error');
  if (isBusy) {
    return;
  }
  isBusy = true;
  error.textContent = '';
  find('#code-says').textContent = say('codeWaits');
  try {
    const {subjectId, requestId, right} = mine.one;
    const answer = await ask(path, {
      method: 'POST',
      body: {subjectId, requestId, right, subject: {email: find('#code-address').value.trim()}, ...body},
    });
    const text = answer.ok ? '' : await inWords(answer);
    if (mine === chosen) {
      find('#code-says').textContent = '';
      error.textContent = text;
      await (answer.ok && done(mine));
    }
  } catch {
    find('#code-says').textContent = '';
    error.textContent = say('unreachable');
  }
  isBusy = false;
};

/** Where the time does not stand still yet, it does from now on. */
const noteThatAsked = async ({one}) =>
  !one.allowed.includes('ask-for-proof') ||
  (
    await ask('/api/rights-decisions', {
      method: 'POST',
      body: {eventId: crypto.randomUUID(), subjectId: one.subjectId, requestId: one.requestId, right: one.right, act: 'ask-for-proof'},
    })
  ).ok;

/**
 * The button that begins it, where a request waits for a proof; a device alone has no address.
 *
 * @param one a request, with its subjectId
 * @param asked name, taken(text) for when it is proven
 */
export const codeButton = (one, asked) =>
  one.status === UNPROVEN && one.kind !== 'visitor' ? [button(say('code'), () => open(one, asked), `${say('code')} ${asked.name}`)] : [];

const open = (one, asked) => {
  chosen = {one, ...asked, eventId: crypto.randomUUID()};
  find('#code-title').textContent = asked.name;
  find('#code-state').textContent = codeOf(one);
  find('#code-purposes-field').hidden = !FOR_PURPOSES.includes(one.right);
  find('#code').showModal();
};

find('#code-send').addEventListener('submit', (event) => {
  event.preventDefault();
  post('/api/rights-codes', {eventId: chosen.eventId}, async (mine) => {
    // Sent once more it is another code.
    mine.eventId = crypto.randomUUID();
    const isNoted = await noteThatAsked(mine).catch(() => false);
    find('#code-says').textContent = say(isNoted ? 'codeIsSent' : 'codeIsSentOnly');
    find('#code-digits').focus();
  });
});

find('#code-show').addEventListener('submit', (event) => {
  event.preventDefault();
  if (!find('#code-address').reportValidity()) {
    return;
  }
  const purposes = find('#code-purposes').value.split(/[\s,]+/).filter(Boolean);
  post(
    '/api/rights-proofs',
    {eventId: crypto.randomUUID(), code: find('#code-digits').value.replace(/\D/g, ''), ...(purposes.length && {purposes})},
    ({name, taken}) => {
      find('#code').close();
      taken(say('codeProven', {what: name}));
    }
  );
});

find('#code-close').addEventListener('click', () => find('#code').close());

/** Nothing of the address stays on the page. */
find('#code').addEventListener('close', () => {
  chosen = undefined;
  ['#code-send', '#code-show'].forEach((form) => find(form).reset());
  ['#code-says', '#code-error'].forEach((one) => (find(one).textContent = ''));
});
