"""Every channel there is."""

from debiet.correspondence.channels.base import Channel
from debiet.correspondence.channels.email import Email
from debiet.correspondence.channels.post import Post
from debiet.correspondence.channels.sms import Sms
from debiet.correspondence.channels.webform import WebForm
from debiet.rules.cases import Carrier

CHANNELS: dict[Carrier, Channel] = {
    channel.carrier: channel
    for channel in (
        Email(),
        WebForm(),
        Post(),
        Sms(),
    )
}
