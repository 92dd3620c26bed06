/** The peer's template ids (contract section 5). */
export const templateIds = {
  agreementSigned: '4fd2e43c-309b-4e50-8fb8-1955852d9d71',
  agreementSignedOnBehalfSigner: 'c20206d5-bf03-4002-9a90-37d5032d9e84',
  agreementSignedOnBehalfPerson: '522b6657-5ca5-4368-a294-6b527703bd0b',
  goLiveRequest: '5c7cfc0f-c3f4-4bd6-9a84-5a144aad5425',
  goLiveReceipt: 'c7083bfe-1b9a-4ff9-bd5c-30508727df6e',
  goLiveNextSteps: '62f12a62-742b-4458-9336-741521b131c7',
  goLiveRejected: '507d0796-9e23-4ad7-b83b-5efbd9496866',
  organisationInvitation: '203566f0-d835-47c5-aa06-932439c86573',
} as const;

export type TemplateId = (typeof templateIds)[keyof typeof templateIds];
