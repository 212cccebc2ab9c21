/** The server's time, as far as it is known: a device's clock may be years off, and validity is the server's to say. */

import {read, write} from './store.js';

/**
 * The server's answer may come from a cache, and is up to two minutes old: below this a difference says nothing about the device's clock. The
 * front door takes nothing that is five minutes ahead.
 */
const NOTABLE = 3 * 60 * 1000;

export const now = () => Date.now() + (read('offset') || 0);

export const rfc3339 = (time) => new Date(time).toISOString();

/** It changes only by leaps: two events of one visitor must not change places because one answer was older than another. */
export const learnTime = (serverTime) => {
  const offset = Date.parse(serverTime) - Date.now();
  if (Math.abs(offset - (read('offset') || 0)) > NOTABLE) {
    write('offset', Math.abs(offset) > NOTABLE ? offset : 0);
  }
};

/** The same day of the month so many months later, or the month's last where it has no such day. */
export const monthsAfter = (time, months) => {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== day) {
    date.setUTCDate(0);
  }
  return +date;
};
