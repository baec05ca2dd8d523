import { doctor, doctorLines, redrive } from './doctor.ts';
import { print, printJson, say } from './say.ts';
import { readSettings } from './settings.ts';
import { status, statusLines } from './status.ts';

/** Shows how the stack is. Exit code: 1 when something is wrong. */
export async function showStatus({ json }: { json?: boolean }): Promise<void> {
  const found = await status(readSettings());
  if (json) printJson(found);
  else print(statusLines(found));
  if (found.troubles.length > 0) process.exitCode = 1;
}

/** Shows what was looked at and what to do, or tries again what was set aside. Exit code: 1 with findings. */
export async function showDoctor({ json, redrive: id }: { json?: boolean; redrive?: string }): Promise<void> {
  const settings = readSettings();
  if (id !== undefined)
    return say(`${await redrive(settings, id)} events are tried again; doctor shows what became of them.`);
  const findings = await doctor(settings);
  if (json) printJson(findings);
  else print(doctorLines(findings));
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}
