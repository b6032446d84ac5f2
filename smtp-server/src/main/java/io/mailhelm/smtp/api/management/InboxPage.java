package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of the inbox, newest first. */
@Schema(name = "InboxPage")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record InboxPage(
    List<InboxEntry> emails,
    @Schema(description = "How many match, on all pages.") long total,
    @Schema(description = "The 'after' of the following page; absent on the last.")
        Optional<String> next) {}
