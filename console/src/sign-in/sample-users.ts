/** The users of the built-in authorisation server, which a test holds to its own list. */
export const sampleUsers = [
  { email: 'super@directory.example', name: 'superUser', text: 'superUserText' },
  { email: 'admin@sample-bank.example', name: 'administrator', text: 'administratorText' },
] as const;
