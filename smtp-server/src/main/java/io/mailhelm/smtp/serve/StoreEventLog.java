package io.mailhelm.smtp.serve;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.StoreEvents;
import java.nio.file.Path;
import java.util.Optional;

/** Passes the store's events on to the log and the metrics. */
record StoreEventLog(Observer observer) implements StoreEvents {
  @Override
  public void failed(String where, Throwable cause) {
    observer.on(new Event.Failed("store " + where, cause));
  }

  @Override
  public void cannotShrink(Path database, long octets) {
    observer.on(
        new Event.Logged(
            "WARN",
            "store",
            ("%s cannot give room back to the disk until it has been written once more: make %d"
                    + " octets free and start again")
                .formatted(database, octets),
            Optional.empty()));
  }

  @Override
  public void strayBodies(long count, Path folder) {
    observer.on(new Event.StrayBodies(count, folder.toString()));
  }

  @Override
  public void bodiesMissing(long count, long named, Path folder) {
    observer.on(
        new Event.Logged(
            "ERROR",
            "store",
            ("%d of %d bodies that messages name are missing in %s: put them back from a backup and"
                    + " start again; until then these messages can be neither opened nor sent")
                .formatted(count, named, folder),
            Optional.empty()));
  }

  @Override
  public void bodiesReturned(long count, Path folder) {
    observer.on(
        new Event.Logged(
            "INFO",
            "store",
            ("%d bodies were moved back from %s: this database names them, one that was here"
                    + " before it did not")
                .formatted(count, folder),
            Optional.empty()));
  }
}
