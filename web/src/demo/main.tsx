import "../design/base.css";
import { render } from "preact";

const place = document.getElementById("page");
if (place !== null) render(<main>小二商店</main>, place);
