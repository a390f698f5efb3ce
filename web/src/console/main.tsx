import "../design/base.css";
import { render } from "preact";

const place = document.getElementById("page");
if (place !== null) render(<main>运营看板</main>, place);
