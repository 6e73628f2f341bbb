const { createClient, withActor } = require('annals/client')

const client = createClient({ url: process.argv[2] })
withActor({ type: 'script', id: 'cjs' }, () =>
  client.emit({ subject: { type: 'post', id: '42' }, verb: 'post.viewed' }),
)
  .then((receipt) => console.log(JSON.stringify(receipt)))
  .finally(() => client.close())
