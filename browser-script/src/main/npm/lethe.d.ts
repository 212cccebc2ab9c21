/** lethe.js: from a web site's banners and forms to Lethe's front door. */

declare namespace lethe {
  /** What the policy lets somebody say about a purpose; which of them exist depends on its legal basis. */
  type Decision = 'granted' | 'refused' | 'withdrawn' | 'objected' | 'objection-lifted';

  type Method = 'accept-all' | 'reject-all' | 'save' | 'dismiss' | 'signal' | 'api';

  type Banner = 'hubspot' | 'cookieconsent' | 'tarteaucitron' | 'klaro' | 'tcf';

  interface Choice {
    /** An id of the policy, such as `audience-measurement`. */
    purpose: string;
    /** An id of a recipient system; without it the choice holds for all of the purpose's recipients. */
    recipient?: string;
    decision: Decision;
  }

  /** A person, where the page knows one. The visitor is added by the script, if anything is granted. */
  interface Subject {
    email?: string;
    customerId?: string;
  }

  interface Settings {
    /** The front door's origin; by default where the script came from. */
    url?: string;
    /** The front-end's write key. */
    key?: string;
    /** The site's name in events; by default its host name. */
    source?: string;
    /** The banner libraries to listen to, separated by blanks. */
    banner?: Banner | string;
    /** Which text was shown, in the proof. */
    noticeId?: string;
    /** By default the page's. */
    language?: string;
    /** Which version of the policy the page shows; by default the one in force. */
    policyVersion?: string;
  }

  /** Of `choices` and `tcString` one has to be there. */
  interface Statement {
    choices?: Choice[];
    /** A TC string of the IAB's framework; the server reads the choices from it. */
    tcString?: string;
    /** Of whom; without it, of this visitor. */
    subject?: Subject;
    method?: Method;
    noticeId?: string;
    language?: string;
    policyVersion?: string;
  }

  interface Interaction {
    /** An id of the policy, such as `contact-form`. */
    kind: string;
    /** What kinds of data the form collected; never the data. */
    dataCategories?: string[];
    subject?: Subject;
  }

  /** Why somebody has to be asked: nothing was decided yet, the time is over, or the purpose has become another one. */
  type Reason = 'missing' | 'expired' | 'changed';

  /** Called once, if the page lives that long. */
  type Done = (outcome: 'accepted' | 'refused') => void;

  interface Lethe {
    (command: 'init', settings: Settings): void;
    (command: 'consent', statement: Statement, done?: Done): void;
    (command: 'interaction', interaction: Interaction, done?: Done): void;
    /** Takes back what was granted and forgets the visitor. */
    (command: 'forget'): void;
    /** Called whenever somebody has to be asked (again), also if that was before. */
    (command: 'onask', listener: (reason: Reason, purposes: string[]) => void): void;
    /** Called with what is granted, now and after every change. */
    (command: 'onchange', listener: (granted: Record<string, boolean>) => void): void;
  }
}

declare const lethe: lethe.Lethe;

interface Window {
  lethe: lethe.Lethe;
}
