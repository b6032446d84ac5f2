package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.send.Parcel;
import io.mailhelm.smtp.store.Consignment;
import java.io.IOException;

/** Makes messages ready for the wire: signed, with a return path that says which they are. */
interface Parcels {
  /**
   * @throws IOException when the message cannot be read
   */
  Parcel of(Consignment consignment) throws IOException;
}
