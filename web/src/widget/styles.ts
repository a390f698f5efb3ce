import base from "./view/base.css?inline";
import card from "./view/cards/card.css?inline";
import form from "./view/form.css?inline";
import launcher from "./view/launcher.css?inline";
import panel from "./view/panel.css?inline";
import stream from "./view/stream.css?inline";

export default base + launcher + panel + stream + card + form;
