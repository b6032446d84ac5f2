/**
 * The guide's settings for the one-domain case, and the resources they amount to. Pure but for
 * reading {@code .env}.
 */
package io.mailhelm.cli.settings;
