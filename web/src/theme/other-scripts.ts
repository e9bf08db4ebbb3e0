// Each is cut into slices, of which a browser fetches those with characters on the page.
import '@fontsource-variable/noto-sans-arabic/index.css';
import '@fontsource-variable/noto-sans-jp/index.css';
import '@fontsource-variable/noto-sans-kr/index.css';
import '@fontsource-variable/noto-sans-sc/index.css';
