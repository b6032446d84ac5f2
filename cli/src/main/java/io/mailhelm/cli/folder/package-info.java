/** Reads and watches the folder of resources, and writes users into it. */
package io.mailhelm.cli.folder;
