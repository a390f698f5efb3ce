/** Whether it is on the clipboard; also where the page came by plain http and has no `navigator.clipboard`. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const take = (event: ClipboardEvent) => {
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    addEventListener("copy", take, { capture: true, once: true });
    const copied = document.execCommand("copy");
    removeEventListener("copy", take, { capture: true });
    return copied;
  }
}
