import { Component, type ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { useCell } from "../cell";
import { brand } from "../colour";
import { texts } from "../texts";
import { Formats } from "../time";
import type { Widget } from "../widget";
import { Provide } from "./context";
import { Launcher } from "./launcher";
import { useMedia } from "./media";
import { Panel } from "./panel";
import { Viewer } from "./viewer";

export function App({ widget }: { widget: Widget }) {
  return (
    <Guard>
      <Dressed widget={widget} />
    </Guard>
  );
}

function Dressed({ widget }: { widget: Widget }) {
  const settings = useCell(widget.settings);
  const session = useCell(widget.session);
  const wanted = useCell(widget.theme);
  useCell(widget.language);
  const ready = useCell(widget.ready);
  const language = widget.speaks();
  const dark = useMedia("(prefers-color-scheme: dark)");
  const phone = useMedia("(max-width: 480px), (max-height: 420px)");
  const theme = wanted === "auto" ? (dark ? "dark" : "light") : wanted;
  const context = useMemo(() => {
    const said = texts(language, settings.texts[language]);
    return { widget, session, settings, texts: said, formats: new Formats(language, said), phone };
  }, [widget, session, settings, language, phone]);
  const { color, offset, position } = settings;
  const colours = useMemo(() => brand(color, theme), [color, theme]);
  // In the shop's colours from the first, rather than in ours and then in theirs.
  if (!ready) return null;
  const style = {
    "color-scheme": theme,
    "--brand": colours.brand,
    "--on-brand": colours.onBrand,
    "--accent": colours.accent,
    "--soft": colours.soft,
    "--edge": colours.edge,
    "--x": `${offset.x}px`,
    "--y": `${offset.y}px`,
  };
  return (
    <div class="xiaoer" data-theme={theme} data-side={position} lang={language} style={style}>
      <Provide value={context}>
        <Panel />
        <Launcher />
        <Viewer />
      </Provide>
    </div>
  );
}

/** What goes wrong here stays here: the page is not ours to break. */
class Guard extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(error: unknown): void {
    console.error("xiaoer", error);
    this.setState({ broken: true });
  }

  override render() {
    return this.state.broken ? null : this.props.children;
  }
}
