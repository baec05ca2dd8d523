/**
 * What stands around a program inside its engine. It holds on to the built-ins that it needs before the program can
 * change them, and answers with one string, `<stage> <text>`: the host never reads an object of the program.
 */
export const GUEST = `(() => {
  const { parse, stringify } = JSON;
  const [compile, text, Later] = [eval, String, Promise];
  const said = (error) => {
    try { return text(error); } catch { return 'something that cannot be shown'; }
  };
  return (code, json, most) => {
    let run, value, answer;
    try { run = compile('"use strict";(' + code + '\\n)'); } catch (error) { return 'compile ' + said(error); }
    try { value = run(...parse(json)); } catch (error) { return 'run ' + said(error); }
    try {
      if (value instanceof Later) return 'answer The program answered with a promise, and nothing waits for it.';
      answer = stringify(value);
    } catch (error) { return 'answer ' + said(error); }
    if (answer === undefined) return 'answer The program answered with nothing that JSON has.';
    if (answer.length > most) return 'answer The result is longer than ' + most + ' characters.';
    return 'value ' + answer;
  };
})()`;
