import { useWidget } from "./context";

/** Sends files that the shop takes, and says what is wrong with the others. */
export function useFiles(): (files: FileList | null | undefined) => void {
  const { widget, session, settings, texts, formats } = useWidget();
  const { bytes, types } = settings.attachments;
  return (files) => {
    const complain = (complaint: string) => widget.panel.change({ complaint });
    for (const file of files ?? []) {
      // Some browsers do not know what a phone's photograph is; the server looks at the content.
      if (file.size > bytes) complain(texts.tooBig(formats.bytes(bytes)));
      else if (file.type !== "" && !types.includes(file.type)) complain(texts.wrongType);
      else session.sendFile(file);
    }
  };
}
