/** What the view of deadlines says, in English and French. */
export const DEADLINES = {
  en: {
    deadlinesView: 'Deadlines', deadlinesTitle: 'What falls due', deadlinesCaption: 'By month of the policy’s time zone', month: 'Month', dueBefore: 'before', dueLater: 'later', nothingDue: 'Nothing falls due.',
    deadlinesHelp: 'As it is if nothing more is heard of anybody. An interaction puts the end of a retention period off, and the erasure after it: most of what stands far ahead moves before it comes. An erasure that a hold parks, or that waits in a wave, is not counted.',
    deadlinesNotCounted: 'Not whole yet: after an upgrade, or a change of the policy, subjects are still being counted.',
    'due:consent-expiry': 'Consents end', 'due:consent-invalidation': 'Consents end, purpose changed', 'due:retention-lapse': 'Retention ends', 'due:erasure': 'Erasures', 'due:requested-erasure': 'Erasures asked for', 'due:right-at-risk': 'Requests nearly late', 'due:right-overdue': 'Requests late',
    'due:right-expiry': 'Requests expire unproven',
  },
  fr: {
    deadlinesView: 'Échéances', deadlinesTitle: 'Ce qui arrive à échéance', deadlinesCaption: 'Par mois, dans le fuseau horaire de la politique', month: 'Mois', dueBefore: 'avant', dueLater: 'plus tard', nothingDue: 'Rien n’arrive à échéance.',
    deadlinesHelp: 'Si plus rien n’est reçu de personne. Une interaction repousse la fin de la conservation, et l’effacement qui la suit : l’essentiel de ce qui est lointain se déplace avant d’arriver. Un effacement suspendu par un gel, ou retenu dans une vague, n’est pas compté.',
    deadlinesNotCounted: 'Encore incomplet : après une mise à jour ou un changement de la politique, des sujets restent à compter.',
    'due:consent-expiry': 'Fins de consentement', 'due:consent-invalidation': 'Fins de consentement, finalité changée', 'due:retention-lapse': 'Fins de conservation', 'due:erasure': 'Effacements', 'due:requested-erasure': 'Effacements demandés', 'due:right-at-risk': 'Demandes bientôt en retard', 'due:right-overdue': 'Demandes en retard',
    'due:right-expiry': 'Demandes expirées sans preuve',
  },
};
