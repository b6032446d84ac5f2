/** Asks a server that runs, through its management API. */
package io.mailhelm.cli.remote;
