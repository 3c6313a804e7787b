package io.ocs.diameter.codec;

import static io.ocs.diameter.support.AvpBuilder.tgpp;
import static io.ocs.diameter.support.AvpBuilder.tgppGroup;
import static org.assertj.core.api.Assertions.assertThat;

import io.ocs.core.request.CreditControlRequest;
import io.ocs.diameter.support.Ccr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose side of a call a request is of. */
class RoleOfNodeTest {

    private final CodecFixture fixture = new CodecFixture();

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2})
    void isReadFromImsInformation(byte role) throws Exception {
        byte[] request = Ccr.of(1, 0)
                .add(tgppGroup(873, tgppGroup(876, tgpp(829, new byte[] {0, 0, 0, role}))))
                .bytes();
        assertThat(fixture.decode(request).roleOfNode()).isEqualTo(role);
    }

    @Test
    void isAbsentInOtherRequests() throws Exception {
        assertThat(fixture.decode(Ccr.of(1, 0).bytes()).roleOfNode()).isEqualTo((int) CreditControlRequest.ABSENT);
    }
}
