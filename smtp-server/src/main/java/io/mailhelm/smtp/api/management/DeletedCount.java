package io.mailhelm.smtp.api.management;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many entries were deleted. */
@Schema(name = "Deleted")
record DeletedCount(long deleted) {}
