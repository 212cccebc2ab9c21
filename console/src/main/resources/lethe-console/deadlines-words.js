/** What the view of deadlines says, in English and French. */
export const DEADLINES = {
  en: {
    deadlinesView: 'Deadlines', deadlinesTitle: 'What falls due', deadlinesCaption: 'By month of the policy’s time zone', month: 'Month', dueBefore: 'before', dueLater: 'later', nothingDue: 'Nothing falls due.',
    deadlinesHelp: 'If nothing more is heard of anybody. An interaction puts the end of retention off, and the erasure after it: most of what stands far ahead moves before it comes. What a hold or a wave keeps waiting is not counted.',
    deadlinesNotCounted: 'Not whole yet: subjects are still being counted.',
    'due:consent-expiry': 'Consents end', 'due:consent-invalidation': 'Consents end, purpose changed', 'due:retention-lapse': 'Retention ends', 'due:erasure': 'Erasures', 'due:requested-erasure': 'Erasures asked for', 'due:right-at-risk': 'Requests nearly late', 'due:right-overdue': 'Requests late',
    'due:right-expiry': 'Requests expire unproven',
  },
  fr: {
    deadlinesView: 'Échéances', deadlinesTitle: 'Ce qui arrive à échéance', deadlinesCaption: 'Par mois, dans le fuseau horaire de la politique', month: 'Mois', dueBefore: 'avant', dueLater: 'plus tard', nothingDue: 'Rien n’arrive à échéance.',
    deadlinesHelp: 'Si plus rien n’est reçu de personne. Une interaction repousse la fin de la conservation, et l’effacement qui la suit : l’essentiel de ce qui est lointain se déplace avant d’arriver. Ce que retient un gel ou une vague n’est pas compté.',
    deadlinesNotCounted: 'Encore incomplet : des sujets restent à compter.',
    'due:consent-expiry': 'Fins de consentement', 'due:consent-invalidation': 'Fins de consentement, finalité changée', 'due:retention-lapse': 'Fins de conservation', 'due:erasure': 'Effacements', 'due:requested-erasure': 'Effacements demandés', 'due:right-at-risk': 'Demandes bientôt en retard', 'due:right-overdue': 'Demandes en retard',
    'due:right-expiry': 'Demandes expirées sans preuve',
  },
};
