package io.mailhelm.smtp.api.management;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many entries went. */
@Schema(name = "Deleted")
record DeletedCount(long deleted) {}
