/** The ways in: with a token, and through a provider of identities where there is one; and what became of the last try. */
import {ask} from './ask.js';
import {element, find} from './element.js';
import {isWord, say} from './words.js';

let ways = {};
let problem;
let hasLeft = false;

export const draw = () => {
  find('#sign-in').hidden = !ways.provider;
  find('#sign-in-go').textContent = say('signIn', ways);
  find('#sign-in-says').textContent = problem ? say(problem) : '';
  const left = find('#left');
  left.textContent = hasLeft && ways.provider ? say('left', ways) : '';
  if (left.textContent && ways.leaveAt) {
    const link = element('a', say('leaveThere'));
    link.href = ways.leaveAt;
    left.append(' ', link);
  }
};

export const forget = () => {
  problem = undefined;
  hasLeft = false;
};

/** Why somebody has come back without a session stands behind the address's #, as a word of ours. */
export const show = async () => {
  const word = location.hash.slice(1);
  if (word.startsWith('sign-in-')) {
    problem = isWord(word) && word;
    history.replaceState(null, '', '/');
  }
  draw();
  try {
    ways = await (await ask('/api/ways-in')).json();
  } catch {
    // A token opens the console also where this is not known.
  }
  draw();
};

/** @param wasVouchedFor whether it was the provider who let them in */
export const leave = (wasVouchedFor) => {
  problem = undefined;
  hasLeft = wasVouchedFor;
};
