import { SaxesParser } from 'saxes';

/** An element's children by name, each as often as it stands there. */
export type Element = Map<string, Element[]>;
type Read = { readonly tree: Element } | { readonly fault: string } | { readonly doctype: true };

/** An XML document as a tree of names, or why it is none. A DOCTYPE is not read: it may declare anything. */
export function readXml(text: string): Read {
  const tree: Element = new Map();
  const open = [tree];
  const parser = new SaxesParser({ xmlns: true });
  let doctype = false;
  parser.on('doctype', () => void (doctype = true));
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    const parent = open.at(-1)!;
    const element: Element = new Map();
    const alike = parent.get(name);
    if (alike) alike.push(element);
    else parent.set(name, [element]);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text).close();
  } catch (error) {
    return doctype ? { doctype } : { fault: (error as Error).message };
  }
  return doctype ? { doctype } : { tree };
}

/** Elements side by side, with text between them, as a tree of names; nothing where they are not well-formed. */
export function readFragment(text: string): Element | undefined {
  const read = readXml(`<all>${text}</all>`);
  return 'tree' in read ? read.tree.get('all')![0] : undefined;
}

/** Whether an element stands at a path of names; the number of one of several comes after its name. */
export function hasElement(tree: Element, path: string): boolean {
  let at: Element | Element[] | undefined = tree;
  for (const name of path.split('.')) {
    const next: Element[] | Element | undefined = Array.isArray(at) ? at[placeOf(name)] : at?.get(name);
    if (next === undefined) return false;
    at = Array.isArray(next) && next.length === 1 ? next[0] : next;
  }
  return true;
}

const placeOf = (name: string): number => (/^(?:0|[1-9]\d*)$/.test(name) ? Number(name) : -1);
