import js from "@eslint/js";
import i18n from "@intlify/eslint-plugin-vue-i18n";
import vue from "eslint-plugin-vue";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Features are entered by their index; `shared` imports no feature. */
const doors = (patterns, message) => ["error", { patterns: [{ regex: patterns, message }] }];

export default tseslint.config(
  { ignores: ["node_modules", "src/shared/api.gen.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...vue.configs["flat/recommended"],
  {
    files: ["**/*.{ts,vue}"],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: tseslint.parser, extraFileExtensions: [".vue"] },
    },
    rules: {
      "no-undef": "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true }],
      complexity: ["error", 10],
      "no-console": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "vue/multi-word-component-names": "off",
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/component-api-style": ["error", ["script-setup"]],
      "vue/define-props-declaration": ["error", "type-based"],
      "vue/no-unused-refs": "error",
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always" } }],
      "vue/html-indent": "off",
      "vue/html-closing-bracket-newline": "off",
      "vue/multiline-html-element-content-newline": "off",
      "vue/require-default-prop": "off",
    },
  },
  {
    files: ["src/**/*.vue"],
    plugins: { "@intlify/vue-i18n": i18n },
    rules: {
      "max-lines": ["error", { max: 250, skipBlankLines: true }],
      "@intlify/vue-i18n/no-raw-text": [
        "error",
        { ignorePattern: "^[\\s\\d\\p{P}\\p{S}×·→]+$", ignoreNodes: ["kbd"] },
      ],
    },
  },
  {
    files: ["src/features/**", "src/app/**"],
    rules: {
      "no-restricted-imports": doors("^@/features/[^/]+/.+", "Enter another feature by its index."),
    },
  },
  {
    files: ["src/shared/**"],
    rules: { "no-restricted-imports": doors("^@/(features|app)", "shared imports no feature.") },
  },
  { files: ["**/*.{js,mjs}"], languageOptions: { globals: globals.node } },
  { files: ["public/**"], languageOptions: { globals: globals.browser } },
);
