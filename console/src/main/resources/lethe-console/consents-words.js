/** What the view of consents says, in English and French. */
export const CONSENTS = {
  en: {
    consents: 'Consents', consentsTitle: 'Who has consented to what', consentsCaption: 'People and devices, at the end of each month and now', purpose: 'Purpose', recipient: 'Recipient', status: 'Status',
    allRecipients: 'all', nobodySaid: 'Nobody has said anything yet.', consentsNotCounted: 'Older subjects are still being counted.', now: 'now',
    'consent:given': 'given', 'consent:renewed': 'renewed', 'consent:refused': 'refused', 'consent:withdrawn': 'withdrawn', 'consent:expired': 'expired', 'consent:invalidated': 'invalidated', 'consent:objected': 'objected',
  },
  fr: {
    consents: 'Consentements', consentsTitle: 'Qui a consenti à quoi', consentsCaption: 'Personnes et appareils, à la fin de chaque mois et maintenant', purpose: 'Finalité', recipient: 'Destinataire', status: 'Statut',
    allRecipients: 'tous', nobodySaid: 'Personne n’a encore rien dit.', consentsNotCounted: 'Les sujets plus anciens sont encore en cours de comptage.', now: 'maintenant',
    'consent:given': 'donné', 'consent:renewed': 'renouvelé', 'consent:refused': 'refusé', 'consent:withdrawn': 'retiré', 'consent:expired': 'expiré', 'consent:invalidated': 'caduc', 'consent:objected': 'opposition',
  },
};
