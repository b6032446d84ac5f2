/**
 * The data folder of a laptop ({@code --data}): mail, keys, token, statuses and the last good
 * config.
 */
package io.mailhelm.cli.data;
