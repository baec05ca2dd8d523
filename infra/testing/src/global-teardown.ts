/** After the last spec: whatever the global setup started ends. */
export default async function teardown(): Promise<void> {
  await globalThis.stopTestServers?.();
}
