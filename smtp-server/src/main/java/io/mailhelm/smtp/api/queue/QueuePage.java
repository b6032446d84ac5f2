package io.mailhelm.smtp.api.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.store.DeliveryPage;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of deliveries, newest first. */
@Schema(name = "QueuePage")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record QueuePage(
    List<DeliveryView> deliveries,
    @Schema(description = "How many match, on all pages.") long total,
    @Schema(description = "The 'after' of the following page; absent on the last.")
        Optional<String> next) {

  static QueuePage of(DeliveryPage page) {
    return new QueuePage(
        page.deliveries().stream().map(DeliveryView::of).toList(),
        page.total(),
        page.next().map(Object::toString));
  }
}
