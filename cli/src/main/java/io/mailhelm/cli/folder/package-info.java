/** The folder of resources: reading it, watching it, and writing a user into it. */
package io.mailhelm.cli.folder;
