import { defineConfig } from "vite";
import { outlines } from "./outlines";

// One script and one style sheet, which Python puts into the page: nothing is fetched from anywhere.
export default defineConfig({
  plugins: [outlines()],
  build: {
    outDir: "../src/suasion/publish/static",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    lib: { entry: "src/main.tsx", formats: ["iife"], name: "workbench", fileName: () => "workbench.js", cssFileName: "workbench" },
  },
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
});
