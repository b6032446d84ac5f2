/** Asks running servers, through their management API. */
package io.mailhelm.cli.remote;
