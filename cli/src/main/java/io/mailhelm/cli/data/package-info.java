/**
 * Keeps what a laptop's server stores in its data folder ({@code --data}): mail, keys, token,
 * statuses and the last good config.
 */
package io.mailhelm.cli.data;
