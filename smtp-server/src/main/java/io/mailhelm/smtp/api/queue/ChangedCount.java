package io.mailhelm.smtp.api.queue;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many deliveries changed. */
@Schema(name = "Changed")
record ChangedCount(int changed) {}
