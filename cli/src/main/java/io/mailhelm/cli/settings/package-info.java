/**
 * Reads the settings of the one-domain case, and makes resources of them. Pure, except for reading
 * {@code .env}.
 */
package io.mailhelm.cli.settings;
