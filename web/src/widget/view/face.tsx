import { useWidget } from "./context";
import { Icon } from "./icon";

/** A person by the first character of the name, the bot by the shop's logo or a speech bubble. */
export function Face({ by, name }: { by: "bot" | "seat"; name: string | null }) {
  const { widget, settings } = useWidget();
  if (by === "seat") {
    return (
      <span class="face" data-by="seat" aria-hidden="true">
        {name === null ? <Icon name="person" size={18} /> : [...name][0]}
      </span>
    );
  }
  const logo = widget.logo(settings.logo);
  return (
    <span class="face" data-by="bot" aria-hidden="true">
      {logo === undefined ? <Icon name="chat" size={18} /> : <img src={logo} alt="" />}
    </span>
  );
}
