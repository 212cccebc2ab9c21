/** The server's time, as far as it is known: a device's clock may be years off, and validity is the server's to say. */

import {read, write} from './store.js';

/**
 * The server's answer may come from a cache, and is up to two minutes old: below this a difference says nothing about the device's clock. The
 * front door takes nothing that is five minutes ahead.
 */
const NOTABLE = 3 * 60 * 1000;

/** @param device what the device's clock says, or said; its now, if nothing */
export const now = (device = Date.now()) => device + (read('offset') || 0);

export const rfc3339 = (time) => new Date(time).toISOString();

/** It changes only by leaps: two events of one visitor must not change places because one answer was older than another. */
export const learnTime = (serverTime) => {
  const offset = Date.parse(serverTime) - Date.now();
  if (Math.abs(offset - (read('offset') || 0)) > NOTABLE) {
    write('offset', Math.abs(offset) > NOTABLE ? offset : 0);
  }
};
